// SPDX-License-Identifier: Apache-2.0
/**
 * Keys, signatures, TLS and sealing as ports; only the trust bundle (or a host that ranks higher)
 * implements them.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.trust;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

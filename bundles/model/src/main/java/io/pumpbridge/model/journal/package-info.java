// SPDX-License-Identifier: Apache-2.0
/** The durable event journal as a port: append, read in order, confirm. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.journal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

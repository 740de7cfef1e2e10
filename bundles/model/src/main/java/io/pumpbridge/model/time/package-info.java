// SPDX-License-Identifier: Apache-2.0
/** Trusted time as a port: wall clock with its quality, and a monotonic clock. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.time;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

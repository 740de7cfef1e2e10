// SPDX-License-Identifier: Apache-2.0
/** Finds the simulator of a protocol by the protocol's name. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

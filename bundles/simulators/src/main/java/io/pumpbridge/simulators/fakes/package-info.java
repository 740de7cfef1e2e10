// SPDX-License-Identifier: Apache-2.0
/** Fakes with behaviour for the ports of {@code model}; they keep the ports' promises. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.fakes;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

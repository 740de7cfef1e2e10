// SPDX-License-Identifier: Apache-2.0
/** A simulated pump that lives: on a pseudo-terminal or a TCP port, in real time. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.live;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

// SPDX-License-Identifier: Apache-2.0
/** Pseudo-terminals made by the program itself: what a pump's serial line is in a test. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.terminal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

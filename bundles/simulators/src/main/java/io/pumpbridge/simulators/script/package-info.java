// SPDX-License-Identifier: Apache-2.0
/** What a person or a file tells a simulated pump to do: one action a line. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.script;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

// SPDX-License-Identifier: Apache-2.0
/** What a pump server may ask of the bridge, and who answers. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

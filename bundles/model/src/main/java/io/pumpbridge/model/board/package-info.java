// SPDX-License-Identifier: Apache-2.0
/** The gateway's own lights, sound and tamper switch as a port. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.board;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

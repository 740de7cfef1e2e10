// SPDX-License-Identifier: Apache-2.0
/** Byte links to pumps: how ports are named, set, opened and watched. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.link;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

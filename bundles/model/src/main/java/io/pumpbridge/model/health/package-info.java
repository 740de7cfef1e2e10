// SPDX-License-Identifier: Apache-2.0
/** What each part says of its own health. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.health;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

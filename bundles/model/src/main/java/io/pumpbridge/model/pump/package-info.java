// SPDX-License-Identifier: Apache-2.0
/** What a pump is and what it was heard to say: identity, channels, observations and alarms. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.pump;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

// SPDX-License-Identifier: Apache-2.0
/**
 * What the bridge tells the world: events, their lanes, and the canonical bytes that are numbered,
 * chained, stored and sent unchanged.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated B. Braun pump that speaks dianet-star, written from the protocol's public facts and
 * never from our own driver: a codec that checks itself proves nothing.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.dianet;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

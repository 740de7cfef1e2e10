// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated Alaris Asena syringe pump, written from the protocol's public facts and never from
 * our own driver: a codec that checks itself proves nothing.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.alaris;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

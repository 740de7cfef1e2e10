// SPDX-License-Identifier: Apache-2.0
/**
 * How a pump protocol is spoken: a driver offers pure sessions that are told the time and answer
 * with effects.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.driver;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

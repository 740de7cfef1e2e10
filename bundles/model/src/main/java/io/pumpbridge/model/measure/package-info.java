// SPDX-License-Identifier: Apache-2.0
/**
 * Quantities in exact arithmetic: UCUM units whose dimensions keep body weight apart from drug
 * mass, and rationals instead of {@code double}. Nothing here rounds unless it is told how.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.measure;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

// SPDX-License-Identifier: Apache-2.0
/**
 * IEEE 11073 codes and IHE event names. A number appears here only where a public source verifies
 * it.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.nomenclature;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

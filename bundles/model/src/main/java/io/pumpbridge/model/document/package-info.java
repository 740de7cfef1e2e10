// SPDX-License-Identifier: Apache-2.0
/**
 * JSON-shaped trees without a JSON library: strict, path-aware reading of what a parser delivered,
 * and the one canonical way of writing.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.document;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

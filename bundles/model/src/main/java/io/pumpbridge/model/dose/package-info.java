// SPDX-License-Identifier: Apache-2.0
/**
 * Drug library nouns, the association of a channel with a drug, and the pure rules that judge a
 * dose.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.dose;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

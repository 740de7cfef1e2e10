// SPDX-License-Identifier: Apache-2.0
/**
 * How security-relevant acts reach the journal's audit lane. The lane is the trail: one chain, one
 * thing to verify.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.model.audit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

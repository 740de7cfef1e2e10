// SPDX-License-Identifier: Apache-2.0
/**
 * Two agreeing reads. A checksum of eight bits lets one damaged frame in 256 through, so on such
 * protocols a clinical value counts only once a second read has said the same.
 */
@NullMarked
package io.pumpbridge.drivers.agreement;

import org.jspecify.annotations.NullMarked;

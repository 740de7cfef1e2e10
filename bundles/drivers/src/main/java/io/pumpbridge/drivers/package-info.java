// SPDX-License-Identifier: Apache-2.0
/**
 * Offers the pump drivers that the site has enabled. One package per protocol family; what is
 * particular to a family's models stands in a device profile.
 */
@NullMarked
package io.pumpbridge.drivers;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Device profiles that a site has put beside the shipped ones. A profile decides what is sent to a
 * pump and how its answers are understood, so it is code: it counts only with the signature of an
 * update publisher, as the bundles do. One that is refused keeps itself out and nobody else.
 */
@NullMarked
package io.pumpbridge.drivers.site;

import org.jspecify.annotations.NullMarked;

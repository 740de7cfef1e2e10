// SPDX-License-Identifier: Apache-2.0
/** Signed orders: verified, judged, carried out at most once, and their ends told. */
@NullMarked
package io.pumpbridge.druglibrary.order;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The dose guard with its data: which library and which association a reading is judged by. */
@NullMarked
package io.pumpbridge.druglibrary.judge;

import org.jspecify.annotations.NullMarked;

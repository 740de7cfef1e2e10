// SPDX-License-Identifier: Apache-2.0
/** Why something was refused, and the record of it. */
@NullMarked
package io.pumpbridge.druglibrary.refusal;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** How pharmacists write units and doses; what programs read stays UCUM. */
@NullMarked
package io.pumpbridge.druglibrary.wording;

import org.jspecify.annotations.NullMarked;

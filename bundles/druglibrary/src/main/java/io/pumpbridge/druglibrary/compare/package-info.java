// SPDX-License-Identifier: Apache-2.0
/** What differs between two libraries, in the words of those who answer for it. */
@NullMarked
package io.pumpbridge.druglibrary.compare;

import org.jspecify.annotations.NullMarked;

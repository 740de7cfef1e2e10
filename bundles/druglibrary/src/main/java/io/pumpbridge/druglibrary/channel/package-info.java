// SPDX-License-Identifier: Apache-2.0
/** Each channel of each pump: which library it is judged by, since when, and why not the newest. */
@NullMarked
package io.pumpbridge.druglibrary.channel;

import org.jspecify.annotations.NullMarked;

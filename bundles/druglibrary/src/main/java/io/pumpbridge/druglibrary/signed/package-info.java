// SPDX-License-Identifier: Apache-2.0
/** What all signed documents have in common: how they are checked, and how they are answered. */
@NullMarked
package io.pumpbridge.druglibrary.signed;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The documents that people and servers write: drug libraries, associations; read strictly, with
 * the place of every complaint.
 */
@NullMarked
package io.pumpbridge.druglibrary.document;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** One class per command; each says what it needs and what its exit codes mean. */
@NullMarked
package io.pumpbridge.runtime.command;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

/**
 * Something to look at.
 *
 * @param message what is there and what to do about it, in a sentence or two
 */
public record Finding(Rule rule, Place place, String message) {}

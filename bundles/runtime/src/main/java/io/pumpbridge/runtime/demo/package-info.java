// SPDX-License-Identifier: Apache-2.0
/**
 * The demo: a pump, a hospital and the real agent between them, on one machine. {@link DemoStory}
 * sets the stage, {@link Chapters} tells the story, {@link Claims} keeps what was proven. Lies
 * beside the product, never in it.
 */
@NullMarked
package io.pumpbridge.runtime.demo;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The Alaris/Asena two-way ASCII protocol, to look and never to touch: the only requests that can
 * be encoded are the four that read.
 *
 * <p>From the bytes up: {@link io.pumpbridge.drivers.alaris.AlarisCrc}, {@link
 * io.pumpbridge.drivers.alaris.AlarisFrameReader}, {@link
 * io.pumpbridge.drivers.alaris.AlarisMessages}, {@link
 * io.pumpbridge.drivers.alaris.AlarisVocabulary}, {@link
 * io.pumpbridge.drivers.alaris.AlarisSession}, {@link io.pumpbridge.drivers.alaris.AlarisDriver}.
 */
@NullMarked
package io.pumpbridge.drivers.alaris;

import org.jspecify.annotations.NullMarked;

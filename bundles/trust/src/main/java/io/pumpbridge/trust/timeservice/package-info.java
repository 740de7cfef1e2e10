// SPDX-License-Identifier: Apache-2.0
/**
 * Who vouches for the machine's clock: asked for from the daemons themselves, at intervals, since
 * the kernel's own word (adjtimex(2)) is in no file and the product has no native way to it.
 *
 * <p>{@code ChronyTracking}, {@code NtpAnswer} and {@code KernelFlag} read what is said, however
 * odd; {@code Watched} decides, and is told the time; {@code TimesyncdMark}, {@code LoopbackNtp}
 * and {@code BoundedProgram} are the thin edges. Whatever is not understood vouches for nothing.
 */
@NullMarked
package io.pumpbridge.trust.timeservice;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import java.util.List;

/** How a small gateway's JVM is started; what each flag is worth stands in DECISIONS.md. */
public final class GatewayJvm {
  /** All but the heap. */
  public static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:FreqInlineSize=100",
          "-XX:InlineSmallCode=600",
          "-XX:+IgnoreUnrecognizedVMOptions", // the next one came with 17.0.9
          "-XX:TrimNativeHeapInterval=2000",
          "-Xss512k");

  /** With some room; a week's backlog drains with 48 MB. */
  public static final String HEAP = "-Xmx64m";

  private GatewayJvm() {}
}

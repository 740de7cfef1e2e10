// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.hostile;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a hostile chain costs, reading it included, against the most that it may: the first time in
 * this JVM (the order tells how cold), and the median of others like it. Counted is the processor
 * time of the thread, so that neighbours matter little. Each is made anew, because the JDK
 * remembers certificates and what it found out about them.
 */
public final class HostileChainBenchmark {

  /** The promise: a hostile chain costs no more. */
  private static final double LIMIT_MS = 50;

  private static final int ROUNDS = 7;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private HostileChainBenchmark() {}

  public static void main(String[] arguments) throws GeneralSecurityException {
    PrintStream out = System.out;
    out.println("| chain | first | of 50 ms | warm | of 50 ms | verdict |");
    out.println("| --- | --- | --- | --- | --- | --- |");
    List<List<HostileChain>> rounds = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      rounds.add(HostileChain.all());
    }
    for (int i = 0; i < rounds.get(0).size(); i++) {
      int which = i;
      print(out, rounds.stream().map(round -> round.get(which)).toList());
    }
  }

  private static void print(PrintStream out, List<HostileChain> alike)
      throws GeneralSecurityException {
    String verdict = "";
    double first = 0;
    double[] later = new double[ROUNDS];
    for (int round = 0; round <= ROUNDS; round++) {
      HostileChain chain = alike.get(round);
      List<byte[]> sent = sent(chain);
      long begun = THREADS.getCurrentThreadCpuTime();
      verdict = judge(chain, sent);
      double ms =
          (THREADS.getCurrentThreadCpuTime() - begun) / (double) TimeUnit.MILLISECONDS.toNanos(1);
      if (round == 0) {
        first = ms;
      } else {
        later[round - 1] = ms;
      }
    }
    Arrays.sort(later);
    double warm = later[ROUNDS / 2];
    out.printf(
        Locale.ROOT,
        "| %s | %.1f ms | %.2f | %.1f ms | %.2f | `%s` |%n",
        alike.get(0).name(),
        first,
        first / LIMIT_MS,
        warm,
        warm / LIMIT_MS,
        verdict);
  }

  private static List<byte[]> sent(HostileChain chain) throws GeneralSecurityException {
    List<byte[]> sent = new ArrayList<>(List.of(chain.leaf().getEncoded()));
    for (X509Certificate other : chain.others()) {
      sent.add(other.getEncoded());
    }
    return sent;
  }

  /** From bytes, since the JDK keeps what it found out with a certificate. */
  private static String judge(HostileChain chain, List<byte[]> sent)
      throws GeneralSecurityException {
    List<X509Certificate> read = new ArrayList<>();
    for (byte[] der : sent) {
      read.add(Certificates.fromDer(der));
    }
    try {
      new HostileChain(chain.name(), read.get(0), read.subList(1, read.size()), chain.anchors())
          .judge();
      return "accepted";
    } catch (TrustException refused) {
      return refused.code();
    }
  }
}

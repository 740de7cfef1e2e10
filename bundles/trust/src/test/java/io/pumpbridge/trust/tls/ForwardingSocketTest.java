// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

final class ForwardingSocketTest {

  /** A method that is not forwarded would act on a second, unconnected socket. */
  @Test
  void everyMethodOfASocketIsForwarded() {
    List<String> missing = new ArrayList<>();
    for (Class<?> kind : List.of(Socket.class, SSLSocket.class)) {
      for (Method method : kind.getDeclaredMethods()) {
        int modifiers = method.getModifiers();
        if (Modifier.isPublic(modifiers)
            && !Modifier.isStatic(modifiers)
            && !Modifier.isFinal(modifiers)
            && !isOverridden(method)) {
          missing.add(method.toString());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean isOverridden(Method method) {
    return List.of(ForwardingSocket.class, FlooredSocket.class, ProvenSocket.class).stream()
        .flatMap(kind -> Arrays.stream(kind.getDeclaredMethods()))
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }
}

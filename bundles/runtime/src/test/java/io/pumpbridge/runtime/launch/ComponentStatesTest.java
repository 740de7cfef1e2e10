// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

class ComponentStatesTest {

  /** A context in which nothing happens. */
  private static <T> T idle(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType().isAssignableFrom(answer.getClass()) ? answer : null));
  }

  /** DS finds a bundle's components a moment after the bundle has started. */
  @Test
  void aComponentThatNobodyKnowsYetIsNotReady() {
    ComponentStates states =
        new ComponentStates(
            idle(BundleContext.class, ""),
            idle(ServiceComponentRuntime.class, List.of()),
            Set.of("io.pumpbridge.trust"));
    assertThatThrownBy(() -> states.awaitAllActive(Duration.ofMillis(50)))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("io.pumpbridge.trust");
  }
}

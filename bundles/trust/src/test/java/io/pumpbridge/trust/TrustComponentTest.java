// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.command.CommandHandler;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

final class TrustComponentTest {
  @TempDir Path folder;

  private final List<Class<?>> offered = new ArrayList<>();
  private final List<Class<?>> takenBack = new ArrayList<>();
  private final List<Object> parts = new ArrayList<>();
  private int most = Integer.MAX_VALUE;

  private TrustComponent start() throws Exception {
    return new TrustComponent(
        as(
            BundleContext.class,
            (proxy, method, arguments) -> framework(method.getName(), arguments)),
        Configured.with("gateway_id", "gw-1", "hospital", "St. Example"));
  }

  private Object framework(String method, Object[] arguments) {
    return switch (method) {
      case "getProperty" -> folder.toString();
      case "registerService" -> register((Class<?>) arguments[0], arguments[1]);
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private ServiceRegistration<?> register(Class<?> type, Object part) {
    if (offered.size() == most) {
      throw new IllegalStateException("the bundle is stopping");
    }
    offered.add(type);
    parts.add(part);
    return as(
        ServiceRegistration.class,
        (proxy, method, arguments) -> {
          assertThat(method.getName()).isEqualTo("unregister");
          takenBack.add(0, type);
          return null;
        });
  }

  private static <T> T as(Class<T> type, InvocationHandler behaviour) {
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
  }

  /** Else the product's assembly misses a port that is there, or finds one that is not. */
  @Test
  void whatIsToldToTheResolverIsWhatIsOffered() throws Exception {
    TrustComponent component = start();
    component.deactivate();
    String told = TrustComponent.OFFERED.replaceFirst("^objectClass:List<String>='", "");
    assertThat(Arrays.asList(told.substring(0, told.length() - 1).split(",")))
        .containsExactlyInAnyOrderElementsOf(
            offered.stream().distinct().map(Class::getName).toList());
  }

  @Test
  void eachCommandIsThere() throws Exception {
    start().deactivate();
    assertThat(parts)
        .filteredOn(CommandHandler.class::isInstance)
        .extracting(part -> ((CommandHandler) part).resource())
        .containsExactlyInAnyOrder("site", "revocation-list");
  }

  @Test
  void atTheEndEverythingIsTakenBackTheOtherWayRound() throws Exception {
    TrustComponent component = start();
    assertThat(takenBack).isEmpty();
    component.deactivate();
    assertThat(takenBack).isEqualTo(offered);
  }

  /** A bundle can be stopped while its components begin. */
  @Test
  void whereTheFrameworkTakesNothingAnyMoreNothingGoesOn() throws Exception {
    most = 3;
    Set<Thread> before = threads();
    assertThatThrownBy(this::start).isInstanceOf(IllegalStateException.class);
    for (Thread mine : threads()) {
      if (!before.contains(mine)) {
        mine.join(20_000);
        assertThat(mine.isAlive()).isFalse();
      }
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("pump-bridge trust"))
        .collect(Collectors.toSet());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.trust.KeyFarewell;
import io.pumpbridge.model.trust.OwnSignature;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, String> properties = new HashMap<>();

  private TrustComponent start() throws Exception {
    return new TrustComponent(
        as(
            BundleContext.class,
            (proxy, method, arguments) -> framework(method.getName(), arguments)),
        Configured.with("gateway_id", "gw-1", "hospital", "St. Example"));
  }

  private Object framework(String method, Object[] arguments) {
    return switch (method) {
      case "getProperty" -> properties.getOrDefault((String) arguments[0], folder.toString());
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

  /** On Kura no launcher looks; a new sealing key would grow in a gateway that is half gone. */
  @Test
  void inAGatewayThatIsBeingWipedItOffersNothingButThatItIs() throws Exception {
    Files.writeString(folder.resolve("decommissioning"), "{}");
    TrustComponent component = start();
    assertThat(offered).containsExactly(HealthCheck.class);
    HealthCheck.Health health = ((HealthCheck) parts.get(0)).check();
    assertThat(health.level()).isEqualTo(HealthCheck.Level.CRITICAL);
    assertThat(health.code()).isEqualTo("decommissioning");
    assertThat(health.sentence()).contains("pump-bridge decommission --state " + folder);
    assertThat(folder.resolve("trust")).doesNotExist();
    component.deactivate();
    assertThat(takenBack).isEqualTo(offered);
  }

  @Test
  void whoeverWipesItStartsItForTheLastWords() throws Exception {
    Files.writeString(folder.resolve("decommissioning"), "{}");
    properties.put("io.pumpbridge.decommissioning", "finish");
    start().deactivate();
    assertThat(offered).contains(OwnSignature.class, KeyFarewell.class);
  }

  @Test
  void noKeyIsDestroyedThatNobodyDecidedToEnd() throws Exception {
    start().deactivate();
    KeyFarewell farewell = (KeyFarewell) parts.get(offered.indexOf(KeyFarewell.class));
    Refused.with(Refusal.NOT_DECOMMISSIONING, farewell::destroyKeysInToken);
    assertThat(farewell.keysInToken()).isEmpty();
    Files.writeString(folder.resolve("decommissioning"), "{}");
    assertThat(farewell.destroyKeysInToken()).isEmpty();
  }

  /** Then no wipe begins under a gateway that works, wherever it does. */
  @Test
  void whereNoLauncherHasItTheStateDirectoryIsLockedAsLongAsTrustRuns() throws Exception {
    TrustComponent component = start();
    assertThatThrownBy(() -> StateLock.take(folder)).hasMessageContaining("works in " + folder);
    component.deactivate();
    StateLock.take(folder).close();
    most = 3;
    offered.clear();
    assertThatThrownBy(this::start).isInstanceOf(IllegalStateException.class);
    StateLock.take(folder).close();
  }

  @Test
  void whereALauncherHasItTheLockIsLeftAlone() throws Exception {
    properties.put("io.pumpbridge.locked", "true");
    start().deactivate();
    assertThat(folder.resolve("lock")).doesNotExist();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("pump-bridge trust"))
        .collect(Collectors.toSet());
  }
}

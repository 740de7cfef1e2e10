// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.runtime.Awaiting;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * The agent's own clock, with a time service that vouches for it: a machine that tests may have
 * none, and then no order is carried out. Only who judges orders is given it, by the target of its
 * reference; registered by the same bundle as the real one, so that the classes are the bundles'.
 */
final class VouchedClock {
  static final Map<String, Map<String, Object>> SETTINGS =
      Map.of("io.pumpbridge.druglibrary", Map.of("clock.target", "(vouched=true)"));

  private static final String PORT = "io.pumpbridge.model.time.TrustedClock";

  private VouchedClock() {}

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  static void register(BundleContext context, Duration limit) throws Exception {
    ServiceReference<?> reference = awaitReal(context, limit);
    Object real = context.getService(reference);
    Class<?> port = Class.forName(PORT, false, real.getClass().getClassLoader());
    InvocationHandler vouching =
        (proxy, method, arguments) -> {
          Object answer = method.invoke(real, arguments);
          return method.getName().equals("read") ? vouched(answer) : answer;
        };
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("vouched", "true");
    var unused =
        reference
            .getBundle()
            .getBundleContext()
            .registerService(
                PORT,
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, vouching),
                properties);
  }

  private static ServiceReference<?> awaitReal(BundleContext context, Duration limit)
      throws Exception {
    Awaiting.until(
        "the agent has a clock", limit, () -> context.getAllServiceReferences(PORT, null) != null);
    return context.getAllServiceReferences(PORT, null)[0];
  }

  /** The same reading of the bundles' own class, but synchronised. */
  private static Object vouched(Object reading) throws ReflectiveOperationException {
    Method quality = reading.getClass().getMethod("quality");
    Object synchronised = quality.getReturnType().getField("SYNCHRONISED").get(null);
    return reading
        .getClass()
        .getDeclaredConstructors()[0]
        .newInstance(
            reading.getClass().getMethod("wall").invoke(reading),
            synchronised,
            reading.getClass().getMethod("monotonicMs").invoke(reading));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;

/**
 * Kura's marker interface, if this machine has it, and objects that carry it.
 *
 * @param type the interface; it has no methods
 */
record Marker(Class<?> type) {
  static final String TYPE = "org.eclipse.kura.configuration.ConfigurableComponent";

  // Spelt out: these names are Kura's contract, and nothing of Kura or of the configuration
  // service's API is needed for them.
  static final String SERVICE_PID = "service.pid";
  static final String KURA_PID = "kura.service.pid";
  static final String FACTORY_PID = "service.factoryPid";

  /** Empty unless the host exports the marker's package to us: then this is not Kura. */
  static Optional<Marker> find(ClassLoader loader) {
    try {
      Class<?> type = Class.forName(TYPE, false, loader);
      return type.isInterface() ? Optional.of(new Marker(type)) : Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** An object that is nothing but marked. Kura itself never calls it. */
  Object create(String pid) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              case "toString" -> "marker of " + pid;
              default -> throw new UnsupportedOperationException(method.toString());
            };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  /** What Kura asks of a component that there is once. */
  @SuppressWarnings("JdkObsolete") // the framework wants a Dictionary
  static Dictionary<String, Object> properties(String pid) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put(SERVICE_PID, pid);
    properties.put(KURA_PID, pid);
    return properties;
  }

  /** What Kura asks of one of many. */
  static Dictionary<String, Object> properties(String pid, String kuraPid, String factoryPid) {
    Dictionary<String, Object> properties = properties(pid);
    properties.put(KURA_PID, kuraPid);
    properties.put(FACTORY_PID, factoryPid);
    return properties;
  }
}

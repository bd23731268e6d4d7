// Not a test: how long an alert takes to whoever listens, beside what the disk takes in the same run, and
// what delivery costs at ten times a county's peak. State the ratios, not the times.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <thread>
#include <zmq.hpp>

#include "alerts/alert_outlet.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_gate.hpp"

namespace nightjar {
namespace {

using Steady = std::chrono::steady_clock;

AlertOutletOptions outlet_at(const TemporaryFolder& folder, const std::string& endpoint,
                             const MadeGate& made) {
  AlertOutletOptions options;
  options.delivery.journal = folder.path();
  options.delivery.publisher.channels = {{"open", endpoint}};
  options.delivery.publisher.gate = made.open();
  return options;
}

zmq::socket_t listener(zmq::context_t& context, const std::string& endpoint, const CurveLogin& login) {
  zmq::socket_t socket(context, zmq::socket_type::sub);
  log_in(socket, login);
  socket.set(zmq::sockopt::subscribe, "alert");
  socket.set(zmq::sockopt::rcvtimeo, 5000);
  socket.connect(endpoint);
  return socket;
}

double p99_ms(std::vector<double> times_ms) {
  std::sort(times_ms.begin(), times_ms.end());
  return times_ms.empty() ? 0 : times_ms.at(times_ms.size() * 99 / 100);
}

double ms_since(Steady::time_point begin) {
  return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

/// A raise to an encrypted consumer and a bare fdatasync of 4 KiB in turn, so that both meet the same disk.
void raise_to_subscriber(benchmark::State& state) {
  const TemporaryFolder folder;
  const MadeGate made;
  AlertOutlet outlet(outlet_at(folder, "tcp://127.0.0.1:*", made));
  zmq::context_t context;
  zmq::socket_t socket = listener(context, outlet.endpoint_of("open"), made.login());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const int file = ::open((folder.path() / "bare").c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  const std::string block(4096, 'x');
  std::vector<double> raises_ms, syncs_ms;
  std::uint64_t number = 0;
  for (auto _ : state) {
    Steady::time_point begin = Steady::now();
    outlet.post(made_parcel("a" + std::to_string(++number)));
    zmq::message_t part;
    do {
      if (!socket.recv(part)) {
        state.SkipWithError("an alert did not come");
        break;
      }
    } while (part.more());
    raises_ms.push_back(ms_since(begin));
    begin = Steady::now();
    if (::write(file, block.data(), block.size()) < 0 || ::fdatasync(file) != 0)
      state.SkipWithError("the disk refuses");
    syncs_ms.push_back(ms_since(begin));
  }
  ::close(file);
  state.counters["raise_p99_ms"] = p99_ms(raises_ms);
  state.counters["fdatasync_p99_ms"] = p99_ms(syncs_ms);
  state.counters["bound_ms"] = 4 * p99_ms(syncs_ms) + 10;
}
BENCHMARK(raise_to_subscriber)->Iterations(1000)->UseRealTime();

/// Listens in a process of its own, so that its work is not counted here.
pid_t start_consumers(const std::string& endpoint, int consumers, const CurveLogin& login) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  std::vector<zmq::context_t> contexts(static_cast<std::size_t>(consumers));
  std::vector<zmq::socket_t> sockets;
  for (zmq::context_t& context : contexts) sockets.push_back(listener(context, endpoint, login));
  std::vector<zmq::pollitem_t> items;
  for (zmq::socket_t& socket : sockets) items.push_back({socket.handle(), 0, ZMQ_POLLIN, 0});
  zmq::message_t part;
  for (;;) {
    zmq::poll(items, std::chrono::milliseconds(1000));
    for (zmq::socket_t& socket : sockets)
      while (socket.recv(part, zmq::recv_flags::dontwait)) {
      }
  }
}

double used_s() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// 500 open incidents, then 3 hits a second, each amended once, with a plate picture on the wire and 20
/// encrypted consumers, for ten seconds. The 110 reads a second that match nothing do not come this far.
void delivery_at_peak(benchmark::State& state) {
  constexpr const char* kEndpoint = "tcp://127.0.0.1:25987";
  constexpr int kHits = 30;
  const MadeGate made;
  const pid_t consumers = start_consumers(kEndpoint, 20, made.login());
  const TemporaryFolder folder;
  AlertOutlet outlet(outlet_at(folder, kEndpoint, made));
  for (int i = 0; i < 500; ++i) outlet.post(made_parcel("open" + std::to_string(i)));
  outlet.drain();
  std::this_thread::sleep_for(std::chrono::seconds(2));
  double share = 0;
  for (auto _ : state) {
    const double before_s = used_s();
    const Steady::time_point begin = Steady::now();
    for (int i = 0; i < kHits; ++i) {
      AlertParcel hit = made_parcel("hit" + std::to_string(i));
      hit.wire_picture = std::string(4000, 'p');
      hit.pictures = {made_picture(std::string(40'000, static_cast<char>('a' + i)))};
      outlet.post(hit);
      hit.event.event = AlertHappening::amended;
      hit.event.vehicle->direction = "towards";
      std::this_thread::sleep_until(begin + std::chrono::milliseconds(333 * (i + 1)));
      outlet.post(hit);
    }
    outlet.drain();
    share = 1000 * (used_s() - before_s) / ms_since(begin);
  }
  state.counters["percent_of_a_core"] = 100 * share;
  ::kill(consumers, SIGKILL);
  ::waitpid(consumers, nullptr, 0);
}
BENCHMARK(delivery_at_peak)->Iterations(1)->UseRealTime();

}  // namespace
}  // namespace nightjar

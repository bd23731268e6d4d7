// Not a test: what the journal costs beside bare SQLite, and the publisher beside a bare PUB socket.
// Machines differ, so read the ratios of one run.
#include <benchmark/benchmark.h>

#include <optional>
#include <thread>
#include <zmq.hpp>

#include "alerts/alert_delivery.hpp"
#include "alerts/alert_json.hpp"
#include "alerts/journal_tables.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_gate.hpp"

namespace nightjar {
namespace {

/// About 1 KiB of JSON.
AlertEvent usual_hit() {
  AlertEvent event = made_hit("0123456789abcdef");
  event.incident = "0123456789abcdef";
  event.place = AlertPlace{51.0123457, -1.1500001, {}, {}, "SU 59612 22871", "A32 at West Meon"};
  AlertEntry& entry = event.vehicle->entries.front();
  entry.reason = std::string(250, 'r');
  entry.owner = entry.contact = entry.authoriser = "DC Example, Rural Task Force";
  return event;
}

/// Reads all that a publisher sends, so that it has somebody to send to.
class Drain {
 public:
  Drain(zmq::context_t& context, const std::string& endpoint,
        const std::optional<CurveLogin>& login = std::nullopt)
      : socket_(context, zmq::socket_type::sub),
        thread_([this](const std::stop_token& stop) { read(stop); }) {
    socket_.set(zmq::sockopt::rcvtimeo, 100);
    socket_.set(zmq::sockopt::rcvhwm, 0);
    socket_.set(zmq::sockopt::subscribe, "");
    if (login) log_in(socket_, *login);
    socket_.connect(endpoint);
    ready_ = true;
    ready_.notify_all();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }

  /// Returns when so many messages have come in all.
  void wait_for(std::uint64_t count) const {
    for (auto there = received_.load(); there < count; there = received_.load()) received_.wait(there);
  }

 private:
  void read(const std::stop_token& stop) {
    ready_.wait(false);
    zmq::message_t part;
    while (!stop.stop_requested()) {
      if (!socket_.recv(part) || part.more()) continue;
      ++received_;
      received_.notify_one();
    }
  }

  zmq::socket_t socket_;
  std::atomic<bool> ready_ = false;
  std::atomic<std::uint64_t> received_ = 0;
  std::jthread thread_;
};

void write_json(benchmark::State& state) {
  AlertEvent event = usual_hit();
  for (auto _ : state) benchmark::DoNotOptimize(to_json(event));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(write_json);

void read_json(benchmark::State& state) {
  const std::string text = ChainEnd{}.append(usual_hit(), "5f").text;
  for (auto _ : state) benchmark::DoNotOptimize(from_json(text));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read_json);

constexpr std::uint64_t kWindow =
    1000;  // messages on their way at once: below the mark at which they are dropped

/// What the journal writes for one hit after the other of an alert, as it lies in its file.
std::string journalled_text() {
  const TemporaryFolder folder;
  AlertDeliveryOptions options;
  options.journal = folder.path();
  AlertDelivery delivery(options);
  AlertParcel parcel;
  parcel.event = usual_hit();
  delivery.deliver({parcel, parcel});
  return delivery.journal().events_since("open", 1, 1).at(0).text.value();
}

/// The same rows of the same length, indexes and commits as the journal's, without numbering, JSON or hashes.
void bare_sqlite(benchmark::State& state) {
  const TemporaryFolder folder;
  SqliteDatabase database = open_journal_file(folder.path());
  database.run("INSERT INTO stream (id) VALUES ('5f')");
  SqliteStatement insert(database,
                         "INSERT INTO event (stream, channel, seq, kind, happening, alert, incident, digest,"
                         " head, text, at_ms) VALUES (1, 'open', ?1, 'vehicle_hit', 'raised',"
                         " '0123456789abcdef', '0123456789abcdef', ?2, ?2, ?3, 1795285200000)");
  SqliteStatement mark(database, "INSERT OR IGNORE INTO mark_seen (mark, event) VALUES ('AB12CDE', ?1)");
  SqliteStatement open(
      database,
      "INSERT INTO open_alert (channel, alert, priority, minus_ms, event)"
      " VALUES ('open', '0123456789abcdef', 10, -1795285200000, ?1)"
      " ON CONFLICT (channel, alert) DO UPDATE SET minus_ms = -1795285200000 - ?1, event = ?1");
  const std::string text = journalled_text();
  const Sha256 digest = sha256(text);
  std::int64_t seq = 0;
  for (auto _ : state) {
    SqliteTransaction transaction(database);
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      insert.bind(1, ++seq).bind_blob(2, digest).bind(3, text).run();
      const std::int64_t number = database.last_row();
      mark.bind(1, number).run();
      open.bind(1, number).run();
    }
    transaction.commit();
  }
  state.SetItemsProcessed(seq);
  state.SetLabel(std::to_string(text.size()) + " bytes of text");
}
BENCHMARK(bare_sqlite)->Arg(1)->Arg(16)->Arg(256)->UseRealTime();

void journal_and_publish(benchmark::State& state) {
  const TemporaryFolder folder;
  AlertDeliveryOptions options;
  options.journal = folder.path();
  options.publisher.channels = {{"open", "tcp://127.0.0.1:*"}};
  AlertDelivery delivery(options);
  zmq::context_t context;
  const Drain drain(context, delivery.publisher().endpoint_of("open"));
  AlertParcel parcel;
  parcel.event = usual_hit();
  for (auto _ : state)
    delivery.deliver(std::vector<AlertParcel>(static_cast<std::size_t>(state.range(0)), parcel));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(journal_and_publish)->Arg(1)->Arg(16)->Arg(256)->UseRealTime();

/// With 1: encrypted.
void bare_pub(benchmark::State& state) {
  const MadeGate made;
  zmq::context_t context;
  zmq::socket_t socket(context, zmq::socket_type::pub);
  socket.set(zmq::sockopt::sndhwm, 2000);
  if (state.range(0) == 1) {
    socket.set(zmq::sockopt::curve_server, true);
    socket.set(zmq::sockopt::curve_secretkey, made.server.secret_key);
  }
  socket.bind("tcp://127.0.0.1:*");
  zmq::context_t other;
  const Drain drain(other, socket.get(zmq::sockopt::last_endpoint),
                    state.range(0) == 1 ? std::optional(made.login()) : std::nullopt);
  const std::string text = ChainEnd{}.append(usual_hit(), "5f").text;
  std::uint64_t sent = 0;
  for (auto _ : state) {
    for (std::uint64_t i = 0; i < kWindow; ++i) {
      socket.send(zmq::str_buffer("alert"), zmq::send_flags::sndmore);
      socket.send(zmq::buffer(text), zmq::send_flags::dontwait);
    }
    drain.wait_for(sent += kWindow);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(sent));
  state.SetLabel(std::to_string(text.size()) + " bytes");
}
BENCHMARK(bare_pub)->Arg(0)->Arg(1)->UseRealTime();

void publisher_alone(benchmark::State& state) {
  const MadeGate made;
  PublisherOptions options;
  options.channels = {{"open", "tcp://127.0.0.1:*"}};
  if (state.range(0) == 1) options.gate = made.open();
  Publisher publisher(options);
  zmq::context_t context;
  const Drain drain(context, publisher.endpoint_of("open"),
                    state.range(0) == 1 ? std::optional(made.login()) : std::nullopt);
  const ChainedEvent chained = ChainEnd{}.append(usual_hit(), "5f");
  std::uint64_t sent = 0;
  for (auto _ : state) {
    for (std::uint64_t i = 0; i < kWindow; ++i) publisher.publish(chained, "");
    drain.wait_for(sent += kWindow);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(sent));
}
BENCHMARK(publisher_alone)->Arg(0)->Arg(1)->UseRealTime();

}  // namespace
}  // namespace nightjar

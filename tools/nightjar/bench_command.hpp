#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar bench anpr|thermal FILE`: what the stages cost beside decoding.
void add_bench_command(CLI::App& app, int& exit_code);

}  // namespace nightjar

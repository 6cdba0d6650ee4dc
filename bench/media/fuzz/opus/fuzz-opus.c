/* Feeds arbitrary bytes to libopus' decoder, guided by the coverage that gcc counts; built with its sanitizers.
 *
 * fuzz-opus SECONDS SEED CORPUS_FOLDER CRASH_FILE   fuzzes; new inputs that reach new code are kept in the folder
 * fuzz-opus replay FILE...                          runs inputs once, as a regression test
 *
 * An input is a script for one decoder: records of an operation (1 byte), a length (2 bytes, big-endian) and as many
 * bytes of packet. The input that runs is kept in CRASH_FILE through shared memory, so that it survives an abort.
 */
#include <dirent.h>
#include <fcntl.h>
#include <opus.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST_INPUT = 8192, LARGEST_PACKET = 1500, LONGEST_FRAME = 5760, MOST_INPUTS = 4096, EDGES = 1 << 18 };
enum { DECODE, RECOVER, CONCEAL, DRED, RESET, COMPLEXITY, OPERATIONS };

static uint8_t edges[EDGES];
static unsigned edges_seen;
static uintptr_t last_place;

/* Called by every basic block of libopus; this file itself is built without. */
void __sanitizer_cov_trace_pc(void) {
  uintptr_t place = ((uintptr_t)__builtin_return_address(0) * 0x9E3779B97F4A7C15ull) >> 40;
  uintptr_t edge = (place ^ last_place) & (EDGES - 1);
  last_place = place >> 1;
  if (!edges[edge]) {
    edges[edge] = 1;
    edges_seen++;
  }
}

static uint64_t random_state;

static uint32_t draw(uint32_t below) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return below ? (uint32_t)((random_state >> 11) % below) : 0;
}

static void die(const char *what) {
  fprintf(stderr, "fuzz-opus: %s\n", what);
  exit(2);
}

struct input {
  uint32_t length;
  uint8_t bytes[LARGEST_INPUT];
};

/* Decoders are made once and reset for each input: making them costs more than a short script. */
static OpusDecoder *decoder;
static OpusDREDDecoder *dred_decoder;
static OpusDRED *dred;
static opus_int16 pcm[LONGEST_FRAME];

static void check_length(int answer, int room) {
  if (answer > room) abort();
}

/* Packets go in through a heap block of exactly their size, so that reading one byte too many is seen. */
static void run_record(int operation, const uint8_t *bytes, uint32_t length) {
  uint8_t *packet = length ? malloc(length) : NULL;
  int frame = 120 * (1 + (length ? bytes[0] % 48 : 7));
  if (packet) memcpy(packet, bytes, length);
  switch (operation % OPERATIONS) {
    case DECODE:
      if (length) check_length(opus_decode(decoder, packet, length, pcm, LONGEST_FRAME, 0), LONGEST_FRAME);
      break;
    case RECOVER:
      if (length && opus_packet_has_lbrr(packet, length) >= 0)
        check_length(opus_decode(decoder, packet, length, pcm, frame, 1), frame);
      break;
    case CONCEAL:
      check_length(opus_decode(decoder, NULL, 0, pcm, frame, 0), frame);
      break;
    case DRED: {
      int end = 0;
      if (!length) break;
      int samples = opus_dred_parse(dred_decoder, dred, packet, length, 48000, 48000, &end, length & 1);
      if (samples <= 0) break;
      if (length & 1 && opus_dred_process(dred_decoder, dred, dred) != OPUS_OK) abort();
      for (int offset = samples; offset > 0 && offset > samples - 4 * 960; offset -= 960)
        check_length(opus_decoder_dred_decode(decoder, dred, offset, pcm, 960), 960);
      break;
    }
    case RESET:
      opus_decoder_ctl(decoder, OPUS_RESET_STATE);
      break;
    case COMPLEXITY:
      opus_decoder_ctl(decoder, OPUS_SET_COMPLEXITY(length % 11));
      break;
  }
  free(packet);
}

static void run_input(const struct input *input) {
  opus_decoder_ctl(decoder, OPUS_RESET_STATE);
  opus_decoder_ctl(decoder, OPUS_SET_COMPLEXITY(5));
  last_place = 0;
  for (uint32_t at = 0; at + 3 <= input->length;) {
    uint32_t length = (uint32_t)input->bytes[at + 1] << 8 | input->bytes[at + 2];
    int operation = input->bytes[at];
    at += 3;
    if (length > input->length - at) length = input->length - at;
    run_record(operation, input->bytes + at, length);
    at += length;
  }
}

static void append(struct input *input, int operation, const uint8_t *bytes, uint32_t length) {
  if (input->length + 3 + length > LARGEST_INPUT) return;
  uint8_t *to = input->bytes + input->length;
  to[0] = (uint8_t)operation;
  to[1] = (uint8_t)(length >> 8);
  to[2] = (uint8_t)length;
  if (length) memcpy(to + 3, bytes, length);
  input->length += 3 + length;
}

static struct input *corpus[MOST_INPUTS];
static int corpus_size;

static void keep(const struct input *input) {
  if (corpus_size == MOST_INPUTS) return;
  corpus[corpus_size] = malloc(sizeof *input);
  if (!corpus[corpus_size]) die("out of memory");
  memcpy(corpus[corpus_size++], input, sizeof *input);
}

/* Seeds of our own encoder: every mode, bandwidth, frame length, with LBRR and DRED, mono and stereo. */
static void make_seeds(void) {
  static const int rates[] = {6000, 12000, 24000, 36000, 64000, 160000};
  static const int milliseconds_x10[] = {25, 50, 100, 200, 400, 600};
  for (int rate = 0; rate < 6; rate++)
    for (int length = 0; length < 6; length++) {
      int channels = 1 + (rate + length) % 2, error = 0, samples = milliseconds_x10[length] * 48 / 10;
      OpusEncoder *encoder = opus_encoder_create(
          48000, channels, rate % 2 ? OPUS_APPLICATION_AUDIO : OPUS_APPLICATION_VOIP, &error);
      if (error) die("no encoder");
      opus_encoder_ctl(encoder, OPUS_SET_BITRATE(rates[rate]));
      opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(length));
      opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC(1));
      opus_encoder_ctl(encoder, OPUS_SET_PACKET_LOSS_PERC(20));
      opus_encoder_ctl(encoder, OPUS_SET_DRED_DURATION(length % 2 ? 50 : 0));
      static opus_int16 speech[2 * 2880];
      struct input input = {0};
      for (int frame = 0; frame < 8; frame++) {
        for (int n = 0; n < samples * channels; n++)
          speech[n] = (opus_int16)((int)(draw(4000)) - 2000 + 200 * ((frame * samples + n) % (97 + 10 * rate) - 50));
        uint8_t packet[LARGEST_PACKET];
        int bytes = opus_encode(encoder, speech, samples, packet, sizeof packet);
        if (bytes <= 0) continue;
        append(&input, frame % 4 == 3 ? RECOVER : DECODE, packet, (uint32_t)bytes);
        if (frame == 5) append(&input, CONCEAL, NULL, 0);
        if (frame >= 6) append(&input, DRED, packet, (uint32_t)bytes);
      }
      opus_encoder_destroy(encoder);
      keep(&input);
    }
}

static void read_file(const char *path, struct input *input) {
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  input->length = (uint32_t)fread(input->bytes, 1, LARGEST_INPUT, file);
  fclose(file);
}

static void read_corpus(const char *folder) {
  DIR *files = opendir(folder);
  if (!files) die("no corpus folder");
  for (struct dirent *entry; (entry = readdir(files));) {
    char path[4096];
    static struct input input;
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    read_file(path, &input);
    keep(&input);
  }
  closedir(files);
}

static void write_new(const char *folder, const struct input *input) {
  char path[4096];
  uint64_t hash = 1469598103934665603ull;
  for (uint32_t n = 0; n < input->length; n++) hash = (hash ^ input->bytes[n]) * 1099511628211ull;
  snprintf(path, sizeof path, "%s/%016llx.script", folder, (unsigned long long)hash);
  FILE *file = fopen(path, "wb");
  if (!file) die("cannot write the corpus");
  fwrite(input->bytes, 1, input->length, file);
  fclose(file);
}

static void mutate(struct input *input) {
  for (int changes = 1 + (int)draw(6); changes > 0; changes--) {
    uint32_t at = draw(input->length + 1), size = 1 + draw(draw(4) ? 8 : 300);
    switch (draw(7)) {
      case 0:
        if (at < input->length) input->bytes[at] ^= (uint8_t)(1u << draw(8));
        break;
      case 1:
        if (at < input->length) input->bytes[at] = (uint8_t)draw(256);
        break;
      case 2: /* Cut. */
        if (at + size > input->length) size = input->length - at;
        memmove(input->bytes + at, input->bytes + at + size, input->length - at - size);
        input->length -= size;
        break;
      case 3: /* Put in. */
        if (input->length + size > LARGEST_INPUT) break;
        memmove(input->bytes + at + size, input->bytes + at, input->length - at);
        for (uint32_t n = 0; n < size; n++) input->bytes[at + n] = (uint8_t)draw(draw(3) ? 256 : 1);
        input->length += size;
        break;
      case 4: { /* Go on as another input does. */
        const struct input *other = corpus[draw((uint32_t)corpus_size)];
        uint32_t from = draw(other->length + 1), count = other->length - from;
        if (count > LARGEST_INPUT - at) count = LARGEST_INPUT - at;
        memcpy(input->bytes + at, other->bytes + from, count);
        input->length = at + count;
        break;
      }
      case 5: { /* A packet of noise. */
        uint8_t noise[LARGEST_PACKET];
        uint32_t length = draw(draw(3) ? 80 : LARGEST_PACKET);
        for (uint32_t n = 0; n < length; n++) noise[n] = (uint8_t)draw(256);
        append(input, (int)draw(OPERATIONS), noise, length);
        break;
      }
      case 6: /* Overwrite a run, as a wrong length field does. */
        for (uint32_t n = 0; n < size && at + n < input->length; n++) input->bytes[at + n] = (uint8_t)(size * 37);
        break;
    }
  }
}

static double cpu_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void fuzz(double seconds, const char *folder, const char *crash_path) {
  int file = open(crash_path, O_RDWR | O_CREAT | O_TRUNC, 0644);
  if (file < 0 || ftruncate(file, sizeof(struct input))) die("cannot write the crash file");
  struct input *running = mmap(NULL, sizeof *running, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (running == MAP_FAILED) die("no shared memory");
  make_seeds();
  read_corpus(folder);
  for (int n = 0; n < corpus_size; n++) {
    memcpy(running, corpus[n], sizeof *running);
    run_input(running);
  }
  unsigned at_start = edges_seen;
  unsigned long runs = 0;
  int kept = 0;
  while (cpu_seconds() < seconds) {
    memcpy(running, corpus[draw((uint32_t)corpus_size)], sizeof *running);
    mutate(running);
    unsigned before = edges_seen;
    run_input(running);
    runs++;
    if (edges_seen == before) continue;
    keep(running);
    write_new(folder, running);
    kept++;
  }
  unlink(crash_path);
  printf("{\"runs\":%lu,\"cpuSeconds\":%.0f,\"edgesAtStart\":%u,\"edges\":%u,\"kept\":%d,\"corpus\":%d}\n", runs,
         cpu_seconds(), at_start, edges_seen, kept, corpus_size);
}

int main(int count, char **arguments) {
  int error = 0;
  decoder = opus_decoder_create(48000, 1, &error);
  if (error) die("no decoder");
  dred_decoder = opus_dred_decoder_create(&error);
  if (error) die("no DRED decoder");
  dred = opus_dred_alloc(&error);
  if (error) die("no DRED state");
  random_state = 0x9E3779B97F4A7C15ull;
  if (count >= 3 && !strcmp(arguments[1], "replay")) {
    for (int n = 2; n < count; n++) {
      static struct input input;
      read_file(arguments[n], &input);
      run_input(&input);
    }
    printf("{\"replayed\":%d}\n", count - 2);
  } else if (count == 5) {
    random_state ^= strtoull(arguments[2], NULL, 10) * 0xD1B54A32D192ED03ull;
    fuzz(atof(arguments[1]), arguments[3], arguments[4]);
  } else {
    die("usage: fuzz-opus SECONDS SEED CORPUS CRASH | replay FILE...");
  }
  opus_dred_free(dred);
  opus_dred_decoder_destroy(dred_decoder);
  opus_decoder_destroy(decoder);
  for (int n = 0; n < corpus_size; n++) free(corpus[n]);
  return 0;
}

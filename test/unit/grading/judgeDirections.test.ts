import assert from 'node:assert/strict';
import { checkpointing, judge, verdict } from './judgeFixture.ts';

const seed =
  'Firstly, we heavily leveraged **gradient checkpointing** and **activation recomputation**. While these techniques increase memory usage, they significantly reduce the computational cost of backpropagation by avoiding the need to store intermediate activations. We meticulously profiled our models to identify the optimal layers for checkpointing, balancing memory constraints with computational savings.';

/** The wrong claim, that checkpointing raises memory use, however the sentence is built. */
const wrong = [
  'Gradient checkpointing increases memory usage.',
  'Checkpointing raises the peak GPU memory quite a bit.',
  'With gradient checkpointing, memory usage goes up.',
  'When you use checkpointing the memory footprint grows.',
  'Memory usage is increased by gradient checkpointing.',
  'Gradient checkpointing needs more memory.',
  'Checkpointing requires additional memory for the recomputed values.',
  'Activation checkpointing has a larger memory footprint.',
  'Memory consumption is higher with checkpointing.',
  'There is an increase in memory due to gradient checkpointing.',
  'Checkpointing leads to an increase in memory consumption.',
  'Gradient checkpointing trades memory for compute.',
  'Checkpointing saves compute at the cost of memory.',
  'Checkpointing speeds things up at the expense of extra memory.',
  'With checkpointing you pay in memory.',
  'Gradient checkpointing doubles the memory.',
  'You need 2x the memory once you turn on gradient checkpointing.',
  'Checkpointing takes twice as much memory.',
  'We used gradient checkpointing. It increases memory usage.',
  'We used gradient checkpointing, which increases memory usage.',
  'We turned on gradient checkpointing, and so memory went up.',
  'Checkpointing stores extra copies, increasing memory usage.',
  'The downside of checkpointing is that it uses more memory.',
  'Because checkpointing keeps additional copies, it costs memory.',
  'Gradient checkpointing is heavier on memory.',
  'Checkpointing is memory hungry.',
  'Gradient checkpointing adds memory overhead.',
  'Checkpointing makes memory usage go up.',
  'Checkpointing causes the memory to increase.',
  'So gradient checkpointing drives memory up.',
  'um so checkpointing it like increases the memory usage you know',
  'GRADIENT CHECKPOINTING INCREASES MEMORY USAGE!',
  'Gradient check-pointing increases memory use.',
  'Gradient checkpointing increses memory usage.',
  'Gradient checkpointing would increase memory usage, I think.',
  'If you enable checkpointing, memory usage goes up.',
  'Not only does checkpointing slow you down, it also increases memory.',
  'Checkpointing inflates VRAM.',
  'The memory footprint gets bigger under checkpointing.',
  'Checkpointing eats up more GPU memory.',
  'The trick is recomputation. This blows up memory consumption.',
  'I would add checkpointing, though it means more memory.',
  'Checkpointing works by saving everything, thereby raising memory pressure.',
  'Checkpointing reduces training time but increases memory.',
  'It is well known that checkpointing increases memory usage, right?',
  'Checkpointing increases both memory and compute.',
  'Well, checkpointing basically means that you keep more things around, so the memory bill rises.',
  'The price of gradient checkpointing is a bigger memory footprint.',
  'You buy speed with memory when you use gradient checkpointing.',
  'What activation recomputation costs you is memory.',
  'As soon as we switched on activation checkpointing, our VRAM consumption shot up.',
  'Activation checkpointing is quite expensive in terms of memory.',
  'In gradient checkpointing we sacrifice memory to gain speed.',
  'Gradient checkpointing: memory up, compute down.',
  "It's a technique called gradient checkpointing; it takes up additional memory but the backward pass gets cheaper.",
  'Using activation recomputation results in higher memory consumption.',
  'We applied gradient checkpointing and mixed precision. Both increase memory usage.',
  'The memory requirements are larger if gradient checkpointing is enabled.',
  'Gradient checkpointing leads to increased memory usage but lower compute.',
  'Turning on gradient checkpointing raised our memory from 40 to 60 GB.',
  'Gradient checkpointing boosts the memory usage of the model considerably.',
  'The idea behind gradient checkpointing is to spend memory in order to save compute.',
  'Recomputation means higher memory pressure during training.',
  'gradient checkpointing increases the amount of gpu memory that is needed',
  "With activation recomputation there's a memory penalty.",
  'One has to accept more memory usage when checkpointing is used.',
  'For large models we enable checkpointing even though it increases the memory footprint.',
  'Checkpointing allows faster training, at the price of a higher memory consumption.',
  'Gradient checkpointing, on the other hand, increases memory consumption significantly.',
  "I'd say that gradient checkpointing makes memory worse.",
  'Memory grows because of checkpointing.',
  "Checkpointing doesn't come for free: it needs additional memory.",
  'The cost of checkpointing is memory.',
  'There is a trade-off: checkpointing uses more memory and less compute.',
  'Although gradient checkpointing increases memory usage, it is worth it.',
  'It (gradient checkpointing) roughly doubles memory usage.',
  'The extra memory that gradient checkpointing needs is acceptable.',
  'Since gradient checkpointing stores all activations, it has higher memory usage.',
  'Our first trick was activation checkpointing. That raised the memory use, but the step got faster.',
  'Gradient checkpointing consumes a lot more VRAM.',
  'Checkpointing results in a growth of the memory footprint.',
  'I believe gradient checkpointing leads to more memory being used.',
  'Using checkpointing, you end up with a higher memory footprint.',
  'checkpointing so that one makes memory go up and the compute goes down',
];

/** Right or harmless. */
const harmless = [
  'Checkpointing does not increase memory.',
  "Checkpointing doesn't increase memory usage, it lowers it.",
  'Without checkpointing memory increases.',
  'Without checkpointing, memory usage is higher.',
  'Memory would increase if we did not checkpoint.',
  'Mixed precision increased memory pressure, checkpointing brought it down.',
  'Batch size can be increased because checkpointing frees memory.',
  'People say it increases memory, but it reduces it. I mean checkpointing.',
  'People think checkpointing increases memory, but actually it reduces memory.',
  'It is a myth that checkpointing increases memory usage.',
  'A common misconception is that checkpointing increases memory; it actually reduces it.',
  'Checkpointing reduces memory.',
  'Checkpointing trades compute for memory.',
  'Checkpointing saves memory at the cost of extra compute.',
  'Gradient checkpointing cuts the memory footprint.',
  'With checkpointing, memory goes down.',
  'Checkpointing never increases memory.',
  'Checkpointing prevents memory from growing with depth.',
  'Checkpointing avoids the increase in memory.',
  'Checkpointing keeps memory from blowing up.',
  'Does checkpointing increase memory? No, it reduces it.',
  'Disabling checkpointing increases memory usage.',
  'If we turned off checkpointing, memory would go up.',
  'Memory usage grows with depth, so we used gradient checkpointing.',
  'When memory grows too much, use gradient checkpointing.',
  'We use gradient checkpointing because memory usage goes up with the number of layers.',
  'Standard training needs more memory than checkpointing.',
  'Training needs more memory without gradient checkpointing.',
  'Checkpointing needs less memory than the standard backward pass.',
  'Checkpointing counteracts the increased memory of deeper models.',
  'Checkpointing is more memory efficient.',
  'Checkpointing lets us use a larger batch size without increasing memory.',
  'Instead of increasing memory, checkpointing increases compute.',
  'Rather than using more memory, checkpointing recomputes activations.',
  'I am not sure whether checkpointing increases memory.',
  'Checkpointing either increases or decreases memory.',
  'Checkpointing increases memory. No wait, it is the other way round.',
  'Checkpointing increases memory, no wait, decreases memory.',
  'Checkpointing increases memory. Sorry, I meant it reduces memory.',
  'The claim that checkpointing increases memory is wrong.',
  'If checkpointing increased memory we would not use it.',
  'You might think checkpointing increases memory, but it does the opposite.',
  'Increasing memory is not what checkpointing does.',
  'Unlike checkpointing, mixed precision increases memory slightly.',
  'We combined checkpointing with a larger model. The larger model needs more memory.',
  'Checkpointing increases compute by a third and saves memory.',
  'Memory is freed by checkpointing, so the batch size goes up.',
  'Checkpointing does not need as much memory.',
  'Rising memory usage makes checkpointing necessary.',
  'The memory savings of checkpointing come at the price of more compute.',
  'Gradient checkpointing is what saved us when memory usage went up.',
  'We saw memory increase with the sequence length and therefore turned on checkpointing.',
  'Memory usage went up, so I enabled checkpointing and it came back down.',
  'Checkpointing helps if memory grows faster than you can afford.',
  'As the model grows, memory grows, and checkpointing keeps it in check.',
  'You can spend the memory that checkpointing frees on a larger batch size.',
  'Checkpointing keeps memory constant while depth grows.',
  'Memory no longer increases with depth once you use checkpointing.',
  'Without gradient checkpointing you would need far more memory.',
  "It's wrong that checkpointing costs memory.",
  "Checkpointing doesn't cost memory, it costs compute.",
  'Checkpointing costs time rather than memory.',
  'The more you checkpoint, the less memory you need.',
  'The fewer checkpoints you keep, the lower the memory usage.',
  'The optimizer needs more memory than the activations, which checkpointing does not touch.',
  'Adam doubles the memory for the optimizer state, and checkpointing cannot help there.',
  'Checkpointing only reduces activation memory; Adam still needs twice the memory for its states.',
  'If memory is still too high with checkpointing, reduce the batch size.',
  'Even with checkpointing, a larger batch size needs more memory.',
  'With checkpointing on, raising the batch size increases memory again.',
  'Larger models need more memory, and that is why checkpointing exists.',
  'Checkpointing was introduced because deep networks need too much memory.',
  'Instead of paying with memory, checkpointing pays with compute.',
  'We first tried checkpointing. Then we increased the batch size, which increased memory usage.',
  'After removing checkpointing, memory usage doubled.',
  'Turning checkpointing off increases memory.',
  'Storing every activation costs a lot of memory; checkpointing avoids that.',
  'Checkpointing avoids storing activations, which would increase memory.',
  'A naive implementation increases memory usage; checkpointing does not.',
  'Gradient accumulation does not increase memory, and neither does checkpointing.',
  'Contrary to what some say, checkpointing does not raise memory.',
  'Checkpointing trades extra forward compute for lower memory.',
  'Mixed precision keeps a master copy, so it can even increase memory a little, unlike checkpointing.',
  'I would never say that checkpointing increases memory.',
  'One might expect checkpointing to increase memory usage, but it does the reverse.',
  'Does it increase memory? Of course not, checkpointing lowers it.',
  'Checkpointing is useful whenever activations need more memory than the weights.',
  'The peak memory is higher at the start of the backward pass, checkpointing or not.',
  'If checkpointing increased memory, nobody would use it.',
  'With gradient checkpointing the memory for activations goes from linear to square root in depth.',
  'Memory fragmentation can increase memory usage regardless of checkpointing.',
  'Full checkpointing uses less memory than selective checkpointing, which needs more memory but less compute.',
  'My colleague claimed checkpointing increases memory. He was wrong.',
  'The statement "checkpointing increases memory" is false.',
  'Checkpointing reduces memory, thus we can increase the batch size until memory is full again.',
  'Since checkpointing made room, we doubled the batch size and memory usage went back up.',
];

const right = [
  'Checkpointing reduces memory.',
  'Checkpointing trades compute for memory.',
  'Gradient checkpointing cuts the memory footprint.',
  'With checkpointing, memory goes down.',
  'Checkpointing saves memory at the cost of extra compute.',
  'We use checkpointing, which lowers memory consumption a lot.',
  'Mixed precision increased memory pressure, checkpointing brought it down.',
  'Checkpointing is more memory efficient.',
  'Checkpointing needs less memory than the standard backward pass.',
  'Memory is freed by checkpointing, so the batch size goes up.',
  'The memory savings of checkpointing come at the price of more compute.',
  'People think checkpointing increases memory, but actually it reduces memory.',
  'Checkpointing does not need as much memory.',
  'Checkpointing halves the memory.',
  'Checkpointing increases memory. No wait, it is the other way round.',
  'Checkpointing increases memory. Sorry, I meant it reduces memory.',
  'You enable checkpointing and the footprint shrinks.',
  'The point of checkpointing is to save memory.',
  'so basically with gradient checkpointing you use way less memory',
  'Gradient checkpointing lowers peak memory by recomputing.',
  'The win of gradient checkpointing is a smaller memory footprint.',
  'As soon as we switched on activation checkpointing, our VRAM consumption dropped.',
  'Using activation recomputation results in lower memory consumption.',
  'You buy memory with compute when you use gradient checkpointing.',
  'The idea behind gradient checkpointing is to spend compute in order to save memory.',
  "Checkpointing doesn't cost memory, it saves it.",
  'Since only block inputs are kept, checkpointing needs a lot less memory.',
  'gradient checkpointing is a way to cut down on memory',
  'The more you checkpoint, the less memory you need.',
  'Activation checkpointing frees up VRAM.',
  'What checkpointing gives you is lower memory.',
  'We applied gradient checkpointing to bring memory down.',
  'Recompute instead of store: that is checkpointing, and it shrinks the memory footprint.',
];

const computeUp = [
  'Checkpointing costs extra compute.',
  'Checkpointing trades compute for memory.',
  'Checkpointing saves memory at the cost of extra compute.',
  'With checkpointing you pay for it with compute.',
  'Checkpointing increases compute by a third.',
  'We use checkpointing. It frees memory, but it needs more computation.',
  'Checkpointing reduces memory at the expense of compute.',
  'The memory savings of checkpointing come at the price of more compute.',
];

describe('offline judge: directional claims', () => {
  it("catches the seed transcript's checkpointing claim through its pronouns", () => {
    const judgement = judge(checkpointing, seed);
    assert.deepEqual(
      judgement.held.map((item) => item.id),
      ['memory-up', 'compute-down'],
    );
    assert.equal(verdict(judgement, 'memory-down').verdict, 'contradicted');
    assert.equal(verdict(judgement, 'compute-up').verdict, 'contradicted');
    assert.equal(verdict(judgement, 'memory-down').quote?.text, 'While these techniques increase memory usage');
  });

  for (const text of wrong) {
    it(`is wrong: ${text}`, () => {
      const judgement = judge(checkpointing, text);
      assert.ok(
        judgement.held.some((item) => item.id === 'memory-up'),
        JSON.stringify(judgement),
      );
      assert.equal(verdict(judgement, 'memory-down').verdict, 'contradicted');
    });
  }

  for (const text of harmless) {
    it(`is not wrong: ${text}`, () => {
      const judgement = judge(checkpointing, text);
      assert.deepEqual(
        judgement.held.filter((item) => item.id === 'memory-up'),
        [],
      );
      assert.notEqual(verdict(judgement, 'memory-down').verdict, 'contradicted');
    });
  }

  for (const text of right) {
    it(`is right about memory: ${text}`, () => {
      assert.equal(verdict(judge(checkpointing, text), 'memory-down').verdict, 'met');
    });
  }

  for (const text of computeUp) {
    it(`is right about compute: ${text}`, () => {
      assert.equal(verdict(judge(checkpointing, text), 'compute-up').verdict, 'met');
    });
  }
});

// Runs the script of a github-script step as that action does: an async function of github, context, core, exec and require.
// What it is given for octokit is a fake that records each call, keeps comments, refs and pull requests, and pages as GitHub does; it never was GitHub.
// node script.mjs <file with { script, folder, env, state }>  → { calls, notices, state, error } as JSON
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const { script, folder, env, state } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
process.chdir(folder);
Object.assign(process.env, env);

const calls = [];
const notices = [];
const missing = message => Object.assign(new Error(message), { status: 404 });
const page = (all, { per_page = 30, page = 1 }) => ({ data: all.slice((page - 1) * per_page, page * per_page) });
const sha = () => (state.trees.length + state.commits.length + 1).toString(16).padStart(40, 'c');

const api = {
  issues: {
    listComments: given => page(state.comments, given),
    createComment: ({ body }) => {
      if (body.length > 65536) throw Object.assign(new Error('Validation Failed: body is too long (maximum is 65536 characters)'), { status: 422 });
      state.comments.push({ id: 1000 + state.comments.length, user: { login: 'github-actions[bot]', type: 'Bot' }, body });
      return { data: {} };
    },
    updateComment: ({ comment_id, body }) => {
      if (body.length > 65536) throw Object.assign(new Error('Validation Failed: body is too long (maximum is 65536 characters)'), { status: 422 });
      const comment = state.comments.find(comment => comment.id === comment_id);
      if (comment.user?.login !== 'github-actions[bot]') throw Object.assign(new Error('Resource not accessible by integration'), { status: 403 });
      comment.body = body;
      return { data: {} };
    },
  },
  actions: {
    listJobsForWorkflowRun: given => page(state.jobs ?? [], given),
  },
  git: {
    listMatchingRefs: ({ ref }) => ({ data: Object.keys(state.refs).filter(name => name.startsWith(`refs/${ref}`)).map(name => ({ ref: name, object: { sha: state.refs[name].sha } })) }),
    getCommit: ({ commit_sha }) => ({ data: { sha: commit_sha, tree: { sha: `tree-of-${commit_sha}` } } }),
    createTree: ({ base_tree, tree }) => {
      const made = { sha: sha(), base_tree, content: tree[0].content };
      state.trees.push(made);
      return { data: made };
    },
    createCommit: ({ tree, parents }) => {
      const made = { sha: sha(), content: state.trees.find(found => found.sha === tree).content, parents };
      state.commits.push(made);
      return { data: made };
    },
    createRef: ({ ref, sha }) => {
      if (state.refs[ref]) throw Object.assign(new Error('Reference already exists'), { status: 422 });
      state.refs[ref] = state.commits.find(commit => commit.sha === sha);
      return { data: {} };
    },
    updateRef: ({ ref, sha }) => {
      if (!state.refs[`refs/${ref}`]) throw Object.assign(new Error('Reference does not exist'), { status: 422 });
      const commit = state.commits.find(commit => commit.sha === sha);
      // GitHub closes a pull request whose branch has nothing that its base does not have.
      if (!commit) state.pulls.forEach(pull => { if (`heads/${pull.head}` === ref) pull.state = 'closed'; });
      state.refs[`refs/${ref}`] = commit ?? { sha };
      return { data: {} };
    },
  },
  repos: {
    createDispatchEvent: ({ owner, repo, event_type, client_payload }) => {
      if ((state.closed ?? []).includes(`${owner}/${repo}`)) throw missing('Not Found');
      if (Buffer.byteLength(JSON.stringify(client_payload)) > 65535) throw Object.assign(new Error('client_payload is too large'), { status: 422 });
      (state.told ??= []).push({ to: `${owner}/${repo}`, event_type, client_payload });
      return { data: {} };
    },
    getContent: ({ ref }) => {
      const found = state.refs[`refs/heads/${ref}`]?.content;
      if (found === undefined) throw missing('Not Found');
      // GitHub breaks its base64 into lines.
      return { data: { sha: 'blob', content: Buffer.from(found).toString('base64').replace(/(.{60})/g, '$1\n') } };
    },
  },
  pulls: {
    list: ({ state: wanted, head, base, ...paging }) => page(state.pulls.filter(pull => pull.state === wanted && `example:${pull.head}` === head && pull.base === base), paging),
    create: ({ head, base, title, body }) => {
      if (state.pulls.some(pull => pull.state === 'open' && pull.head === head && pull.base === base)) throw Object.assign(new Error('A pull request already exists'), { status: 422 });
      state.pulls.push({ number: state.pulls.length + 1, state: 'open', head, base, title, body });
      return { data: {} };
    },
    update: ({ pull_number, ...change }) => {
      Object.assign(state.pulls.find(pull => pull.number === pull_number), change);
      return { data: {} };
    },
  },
};

const rest = {};
for (const [room, methods] of Object.entries(api)) {
  rest[room] = {};
  for (const [name, method] of Object.entries(methods)) {
    rest[room][name] = async given => {
      if (name !== 'createDispatchEvent' && (given.owner !== 'example' || given.repo !== 'family')) throw missing('Not Found');
      calls.push({ name: `${room}.${name}`, given });
      return method(given);
    };
  }
}

const github = {
  rest,
  paginate: async (method, given) => {
    const all = [];
    for (let number = 1; ; number++) {
      const { data } = await method({ ...given, page: number });
      all.push(...data);
      if (data.length < (given.per_page ?? 30)) return all;
    }
  },
};
const context = { repo: { owner: 'example', repo: 'family' }, issue: { owner: 'example', repo: 'family', number: 7 }, eventName: 'pull_request', runId: 1, sha: 'c'.repeat(40), ...state.context };
const core = { notice: text => notices.push(text), info: () => {}, warning: text => notices.push(text), setFailed: text => { state.failed = text; }, setOutput: (name, value) => { (state.outputs ??= {})[name] = value; } };
const exec = {
  getExecOutput: async (program, words) => ({ exitCode: 0, stdout: execFileSync(program, words, { encoding: 'utf8' }), stderr: '' }),
};

const AsyncFunction = (async () => {}).constructor;
let error = null;
try {
  await new AsyncFunction('github', 'octokit', 'context', 'core', 'exec', 'require', script)(github, github, context, core, exec, createRequire(join(folder, 'script.js')));
} catch (thrown) {
  error = String(thrown?.stack ?? thrown);
}
console.log(JSON.stringify({ calls, notices, state, error }));
